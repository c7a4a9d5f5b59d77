"""Who is who: in which form are companies, phones, addresses and references compared, wherever they come from?"""
